"""Counts both errors alike for thresholds and promise; a small group can show nothing; the course by the missed share.

loses: measure-other, reading-gap, threshold-cost, threshold-promise
misconception: a small group shows nothing
"""
# %% measure-answer
measures = {'support': 'missed', 'screening': 'missed', 'tax': 'false alarm', 'copying': 'false alarm', 'workshops': 'wrong among yes', 'course': 'missed'}

# %% reading-answer
readings = {'women and men': 'gap', 'mountain women and mountain men': 'unknown', 'foothills and lowlands': 'unknown', 'fishers and others': 'within', 'market traders and others': 'within', 'under 25 and older': 'gap', 'people with a disability and others': 'unknown', 'speakers of a minority language and others': 'unknown', 'widowers under 30 and others': 'unknown', 'refugees and others': 'unknown', 'seasonal workers and others': 'within', 'claims on paper and online': 'unknown'}

# %% threshold-answer
thresholds = {"women": 0.35, "men": 0.5}
cost = 320
