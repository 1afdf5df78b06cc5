"""Uses wrong among yes for whatever is flagged, and the missed share for the inspectors' trips.

loses: measure-alarm, measure-other
misconception: denominators: of whom?
"""
# %% measure-answer
measures = {'support': 'missed', 'screening': 'missed', 'tax': 'wrong among yes', 'copying': 'false alarm', 'workshops': 'missed', 'course': 'selected'}
