"""Puts drafts with faults into the queue.

loses: queue-faults
misconception: checks are advice
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = list(drafts)
    clean.sort(key=lambda draft: (-draft["risk"], draft["minutes"], draft["id"]))
    read = []
    for draft in clean:
        if draft["minutes"] > minutes:
            break
        minutes -= draft["minutes"]
        read.append(draft["id"])
    return read
