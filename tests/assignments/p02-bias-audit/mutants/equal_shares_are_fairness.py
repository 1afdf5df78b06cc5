"""Compares shares of yes everywhere, calls what is not proven absent, and sets one threshold for all.

loses: measure-missed, measure-alarm, measure-other, reading-within, reading-unknown,
    threshold-cost, threshold-gap
misconception: one fairness number; a gap that is not proven is not there
"""
# %% measure-answer
measures = {'support': 'selected', 'screening': 'selected', 'tax': 'selected', 'copying': 'selected', 'workshops': 'selected', 'course': 'selected'}

# %% reading-answer
readings = {'women and men': 'gap', 'mountain women and mountain men': 'within', 'foothills and lowlands': 'within', 'fishers and others': 'within', 'market traders and others': 'within', 'under 25 and older': 'gap', 'people with a disability and others': 'gap', 'speakers of a minority language and others': 'within', 'widowers under 30 and others': 'within', 'refugees and others': 'unknown', 'seasonal workers and others': 'within', 'claims on paper and online': 'unknown'}

# %% threshold-answer
thresholds = {"women": 0.3, "men": 0.3}
cost = 616
