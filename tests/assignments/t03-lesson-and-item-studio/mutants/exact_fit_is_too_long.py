"""A draft that needs exactly the minutes that are left does not fit.

loses: queue-time
misconception: less than and at most are the same
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = [draft for draft in drafts if not draft["faults"]]
    clean.sort(key=lambda draft: (-draft["risk"], draft["minutes"], draft["id"]))
    read = []
    for draft in clean:
        if draft["minutes"] >= minutes:
            break
        minutes -= draft["minutes"]
        read.append(draft["id"])
    return read
