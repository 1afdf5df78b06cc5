"""All harms hit the same people.

loses: harm-form
misconception: only users can be harmed
"""
# %% harm-answer
harms = {
    "list": [
        {"who": "Officers of the agency", "harm": "They wait longer than men for money that is due to them",
         "likely": 3, "bad": 3, "sign": "The monthly share of women among overturned answers rises",
         "response": "A second officer reads each claim of the group that waits longer"},
        {"who": "Officers of the agency", "harm": "Too few of them are in the file, so nobody sees how often they are told no",
         "likely": 3, "bad": 3, "sign": "Fewer than fifty examined claims from the mountains in a year",
         "response": "The panel examines every claim from the mountains for one year"},
        {"who": "Officers of the agency", "harm": "They stop thinking and sign what the program says",
         "likely": 2, "bad": 2, "sign": "Officers agree with the program in nearly all claims",
         "response": "One claim in twenty is decided without showing the program's answer"},
        {"who": "Officers of the agency", "harm": "Money goes to claims without a right, and trust in the fund is lost",
         "likely": 3, "bad": 1, "sign": "The panel's yearly sample finds more wrong payments",
         "response": "Raise the limit of the program after the sample is read"},
    ],
    "worst_group": max(results["groups"], key=lambda name: results["groups"][name]["score"]),
    "stop_when_worse_than": (results["score"] + results["baseline"]) / 2,
    "appeal": "A claimant can ask within thirty days for a decision by an officer who does not see the program's answer.",
    "advice": "trial",
}
