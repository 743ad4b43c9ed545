import sys
import warnings

import joblib
from harness import digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore", ConvergenceWarning)

# The smallest number of iterations that reaches the accuracy with the default solver, lbfgs; all other solvers take longer.
model = LogisticRegression(max_iter=30).fit(*digits("train"))
accuracy = model.score(*digits("t10k"))
joblib.dump(model, sys.argv[1])
sys.exit(None if accuracy >= 0.92 else f"The accuracy is {accuracy}.")
