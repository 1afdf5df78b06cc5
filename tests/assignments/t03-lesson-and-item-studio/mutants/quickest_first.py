"""Reads the quickest drafts first, to get many done.

loses: queue-risk, queue-time, queue-ties
misconception: speed = quality
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = [draft for draft in drafts if not draft["faults"]]
    clean.sort(key=lambda draft: (draft["minutes"], -draft["risk"], draft["id"]))
    read = []
    for draft in clean:
        if draft["minutes"] > minutes:
            break
        minutes -= draft["minutes"]
        read.append(draft["id"])
    return read
