"""Takes the missed share for each office, calls each finding a gap, and sets one half for everybody.

loses: measure-alarm, measure-other, reading-gap, reading-within, reading-unknown,
    threshold-cost, threshold-gap, threshold-promise
misconception: one fairness number
"""
# %% measure-answer
measures = {'support': 'missed', 'screening': 'missed', 'tax': 'missed', 'copying': 'missed', 'workshops': 'missed', 'course': 'missed'}

# %% reading-answer
readings = {'women and men': 'gap', 'mountain women and mountain men': 'gap', 'foothills and lowlands': 'gap', 'fishers and others': 'gap', 'market traders and others': 'gap', 'under 25 and older': 'gap', 'people with a disability and others': 'gap', 'speakers of a minority language and others': 'gap', 'widowers under 30 and others': 'gap', 'refugees and others': 'gap', 'seasonal workers and others': 'gap', 'claims on paper and online': 'gap'}

# %% threshold-answer
thresholds = {"women": 0.5, "men": 0.5}
cost = 1119
