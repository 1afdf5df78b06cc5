"""Sorts by risk, the smallest first.

loses: queue-risk, queue-time, queue-ties
misconception: ignores risk order
"""
# %% queue-answer
def review_queue(drafts, minutes):
    clean = [draft for draft in drafts if not draft["faults"]]
    clean.sort(key=lambda draft: (draft["risk"], draft["minutes"], draft["id"]))
    read = []
    for draft in clean:
        if draft["minutes"] > minutes:
            break
        minutes -= draft["minutes"]
        read.append(draft["id"])
    return read
