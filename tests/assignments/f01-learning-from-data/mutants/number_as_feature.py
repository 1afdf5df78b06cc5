"""The number of the batch is a feature as well.

loses: roles-use, roles-promise
misconception: every number in the table is a feature
"""

# %% roles-answer
roles = {
    "thickness_mm": "feature",
    "sugar_percent": "feature",
    "batch_number": "feature",
    "evening_moisture": "leave out",
    "quality": "label",
    "price_paid": "leave out",
}
