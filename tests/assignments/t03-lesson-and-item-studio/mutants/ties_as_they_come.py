"""Among equal risks, keeps the order in which drafts came.

loses: queue-ties
misconception: order of arrival
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = [draft for draft in drafts if not draft["faults"]]
    clean.sort(key=lambda draft: -draft["risk"])
    read = []
    for draft in clean:
        if draft["minutes"] > minutes:
            break
        minutes -= draft["minutes"]
        read.append(draft["id"])
    return read
