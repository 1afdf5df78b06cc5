"""Takes the price for the label: what follows from the answer, not the answer.

loses: roles-use, roles-promise
misconception: the label is what matters most
"""

# %% roles-answer
roles = {
    "thickness_mm": "feature",
    "sugar_percent": "feature",
    "batch_number": "leave out",
    "evening_moisture": "leave out",
    "quality": "leave out",
    "price_paid": "label",
}
