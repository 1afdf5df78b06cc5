"""Grading: from an assignment's source and a folder of submissions to marks and feedback.

- ``release``: the learners' copy of an assignment; ``batch.grade``: a folder of submissions, behind `aiskills grade`;
- ``examiner.Examiner.grade``: one notebook, bytes in, verdict out; ``workers``: many at once;
- ``reading``: what was handed in, put right; ``explain`` and ``feedback``: what the learner is told;
- ``gradebook``: nbgrader's tables, the marks of people, CSV; ``seeds``: each student's own data.

**Submissions run with the rights of whoever grades.** They can read the tests, the disk and the network, and a hostile
one can forge its marks. Grade files that you trust, or grade on a machine that holds nothing else and is thrown away.
"""
