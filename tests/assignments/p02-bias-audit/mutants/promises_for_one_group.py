"""Promises the cost of one group only; looks at gaps in one direction; counts false alarms of the refused.

loses: measure-missed, reading-gap, reading-within, threshold-promise
misconception: only the usual direction counts
"""
# %% measure-answer
measures = {'support': 'false alarm', 'screening': 'false alarm', 'tax': 'false alarm', 'copying': 'false alarm', 'workshops': 'wrong among yes', 'course': 'selected'}

# %% reading-answer
readings = {'women and men': 'gap', 'mountain women and mountain men': 'unknown', 'foothills and lowlands': 'unknown', 'fishers and others': 'within', 'market traders and others': 'within', 'under 25 and older': 'within', 'people with a disability and others': 'gap', 'speakers of a minority language and others': 'unknown', 'widowers under 30 and others': 'unknown', 'refugees and others': 'unknown', 'seasonal workers and others': 'within', 'claims on paper and online': 'unknown'}

# %% threshold-answer
thresholds = {"women": 0.2, "men": 0.35}
cost = 282
