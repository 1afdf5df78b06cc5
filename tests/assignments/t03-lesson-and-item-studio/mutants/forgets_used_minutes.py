"""Compares each draft with the whole time.

loses: queue-time
misconception: minutes are free
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = [draft for draft in drafts if not draft["faults"]]
    clean.sort(key=lambda draft: (-draft["risk"], draft["minutes"], draft["id"]))
    read = []
    for draft in clean:
        if draft["minutes"] > minutes:
            break
        read.append(draft["id"])
    return read
