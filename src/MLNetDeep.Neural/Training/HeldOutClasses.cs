namespace MLNetDeep.Neural.Training;

/// <summary>What the rows held out for validation say about the classes of the training rows.</summary>
/// <param name="Avoided">
/// The classes whose rows are all among the last rows, if random rows were held out for that reason; otherwise empty.
/// </param>
/// <param name="Missing">The classes that only validation rows have, in ascending order.</param>
internal sealed record HeldOutClasses(IReadOnlyList<int> Avoided, IReadOnlyList<int> Missing)
{
    private const int MaxCount = 5;

    /// <summary>Finds the classes in rows that are all in memory.</summary>
    public static HeldOutClasses Find(TrainingData training, TrainingData? validation, LossSpec loss, IReadOnlyList<int>? avoided)
    {
        UnseenClasses? unseen = UnseenClasses.Of(validation, loss);
        unseen?.Remove(training);
        unseen?.EndPass();
        return new HeldOutClasses(avoided ?? [], unseen?.AfterPass ?? []);
    }

    /// <summary>A sentence for each list that is not empty.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Avoided.Count > 0)
            {
                yield return $"The last rows have all rows of {Text(Avoided)}, so random rows of each class are held out for validation. "
                    + $"To choose, set {nameof(FitOptions.ValidationRows)}.";
            }

            if (Missing.Count > 0)
            {
                yield return $"The network cannot learn {Text(Missing)}: all its rows are for validation. Train on rows of each class, or "
                    + $"hold out rows with {nameof(FitOptions.ValidationSplit)} and {nameof(ValidationRows)}.{nameof(ValidationRows.Stratified)}.";
            }
        }
    }

    private static string Text(IReadOnlyList<int> classes) =>
        string.Join(", ", classes.Take(MaxCount).Select(label => $"class {label}"))
            + (classes.Count > MaxCount ? $" and {classes.Count - MaxCount} more classes" : "");
}
