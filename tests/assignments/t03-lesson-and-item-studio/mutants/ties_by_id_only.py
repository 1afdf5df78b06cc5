"""Among equal risks, sorts by id and forgets the minutes.

loses: queue-ties
misconception: the name decides
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = [draft for draft in drafts if not draft["faults"]]
    clean.sort(key=lambda draft: (-draft["risk"], draft["id"]))
    read = []
    for draft in clean:
        if draft["minutes"] > minutes:
            break
        minutes -= draft["minutes"]
        read.append(draft["id"])
    return read
