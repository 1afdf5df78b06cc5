"""Finds no cue, no duplicate and no fault; the queue is empty.

loses: mcq-question, mcq-options, mcq-key, dup-same, dup-near, dup-calm, length-found, queue-risk, queue-faults, queue-time, queue-ties
misconception: AI items are valid
"""
# %% mcq-answer
def validate_mcq(item):
    return []
# %% dup-answer
def near_duplicates(options, limit):
    return []
# %% length-answer
def length_cue(options, key, factor):
    return False
# %% queue-answer
def review_queue(drafts, minutes):
    return []
