"""Names each draft in which a danger is mentioned, and with them all that are dangerous.

loses: hazards-calm
misconception: what mentions a danger is dangerous
"""
# %% hazards-answer
dangerous = ["B02", "B04", "B05", "B06", "B08", "B09", "B10", "E02", "E04", "E08"]
