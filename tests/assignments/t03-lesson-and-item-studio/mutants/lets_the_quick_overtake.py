"""Skips a draft that does not fit and goes on with the next.

loses: queue-time
misconception: a full hour is a good hour
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = [draft for draft in drafts if not draft["faults"]]
    clean.sort(key=lambda draft: (-draft["risk"], draft["minutes"], draft["id"]))
    read = []
    for draft in clean:
        if draft["minutes"] > minutes:
            continue
        minutes -= draft["minutes"]
        read.append(draft["id"])
    return read
