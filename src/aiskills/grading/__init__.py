"""Grading: from an assignment's source and what learners handed in to marks and feedback.

- ``release``: the learners' copy of an assignment; ``intake``: finds who handed in what, in folders and archives;
- ``reading``: a file's bytes, put right; ``engine``: runs it, the tests apart from it, in a box;
- ``examiner``: one notebook, bytes in, verdict out; ``workers`` and ``cluster``: many at once; ``api``: from Python;
- ``batch``: a whole class, behind `aiskills grade`; ``results``, ``gradebook``, ``database``: what is kept, and where;
- ``explain`` and ``feedback``: what the learner is told; ``marks``: what people gave; ``seeds``: data of each student;
- ``preprocessors``: the engine inside nbgrader's own `autograde`.
"""
