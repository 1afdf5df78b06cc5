"""The execution of one submission: the learner's code in one process, the tests in another, plain data between them.

- ``plan``: what runs where, from the instructor's source and the learner's cells;
- ``channel``, ``plain``, ``encoder``, ``decoder``: the border, framed messages of plain data by exact type;
- ``learner``: the process of the learner's code, an IPython shell that also answers questions about its objects;
- ``tests``, ``remote``, ``errors``: the process of the tests, in which learners' objects are stand-ins;
- ``session``: both processes of one submission from start to end, with their limits.

The learner's process never holds the text of a hidden test, and the tests' process never runs a learner's code: that,
and not a list of known tricks, is why a trick in a notebook cannot earn a point.
"""
