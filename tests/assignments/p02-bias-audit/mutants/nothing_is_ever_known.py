"""Calls every finding unknown.

loses: reading-gap, reading-within, reading-unknown
misconception: more data first, always
"""
# %% reading-answer
readings = {'women and men': 'unknown', 'mountain women and mountain men': 'unknown', 'foothills and lowlands': 'unknown', 'fishers and others': 'unknown', 'market traders and others': 'unknown', 'under 25 and older': 'unknown', 'people with a disability and others': 'unknown', 'speakers of a minority language and others': 'unknown', 'widowers under 30 and others': 'unknown', 'refugees and others': 'unknown', 'seasonal workers and others': 'unknown', 'claims on paper and online': 'unknown'}
