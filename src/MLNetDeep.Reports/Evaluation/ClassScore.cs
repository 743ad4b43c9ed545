namespace MLNetDeep.Reports;

/// <summary>How well one class is predicted.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Precision">
/// The share of the rows predicted as this class that are of it; 0 if none is predicted so, as in scikit-learn.
/// </param>
/// <param name="Recall">The share of the rows of this class that are predicted as it; 0 if there are none.</param>
/// <param name="F1">The harmonic mean of precision and recall; 0 if both are 0.</param>
/// <param name="Count">The number of rows of this class.</param>
public sealed record ClassScore(string Name, double Precision, double Recall, double F1, long Count);
