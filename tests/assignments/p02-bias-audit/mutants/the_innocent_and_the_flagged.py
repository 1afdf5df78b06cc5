"""Mixes up the honest people with the flagged people, takes what excludes zero for a gap, and pays everybody.

loses: measure-alarm, measure-other, reading-gap, reading-within, reading-unknown,
    threshold-cost, threshold-gap, threshold-promise
misconception: denominators: of whom?
"""
# %% measure-answer
measures = {'support': 'missed', 'screening': 'missed', 'tax': 'wrong among yes', 'copying': 'wrong among yes', 'workshops': 'false alarm', 'course': 'selected'}

# %% reading-answer
readings = {'women and men': 'gap', 'mountain women and mountain men': 'unknown', 'foothills and lowlands': 'unknown', 'fishers and others': 'within', 'market traders and others': 'gap', 'under 25 and older': 'gap', 'people with a disability and others': 'gap', 'speakers of a minority language and others': 'unknown', 'widowers under 30 and others': 'unknown', 'refugees and others': 'gap', 'seasonal workers and others': 'within', 'claims on paper and online': 'gap'}

# %% threshold-answer
thresholds = {"women": 0, "men": 0}
cost = 1000
