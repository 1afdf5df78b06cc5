"""Leaves out a column that helps and is known in the morning.

loses: roles-use
misconception: one feature is enough
"""

# %% roles-answer
roles = {
    "thickness_mm": "feature",
    "sugar_percent": "leave out",
    "batch_number": "leave out",
    "evening_moisture": "leave out",
    "quality": "label",
    "price_paid": "leave out",
}
