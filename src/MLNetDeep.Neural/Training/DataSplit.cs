using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Rows to train on and rows to validate with.</summary>
/// <param name="Training">The rows to train on.</param>
/// <param name="Validation">The rows to validate with.</param>
/// <param name="AvoidedClasses">
/// The classes whose rows are all among the last rows, if stratified rows were taken for that reason; otherwise empty.
/// </param>
internal sealed record DataSplit(TrainingData Training, TrainingData Validation, IReadOnlyList<int> AvoidedClasses)
{
    /// <summary>Holds out rows for validation. Both parts keep the order of the rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="trainingCount">The number of rows to train on.</param>
    /// <param name="rows">Which rows to hold out.</param>
    /// <param name="hasClasses">Whether the targets are classes.</param>
    /// <param name="seed">The seed of random rows.</param>
    public static DataSplit Create(TrainingData data, int trainingCount, ValidationRows rows, bool hasClasses, int seed)
    {
        Xoshiro256 random = Seeds.Generator(seed, RandomStream.ValidationSplit, 0);
        DataSplit last = new(data.Slice(0, trainingCount), data.Slice(trainingCount, data.RowCount - trainingCount), []);
        IReadOnlyList<int> missing = rows == ValidationRows.Automatic && hasClasses ? last.FindMissingClasses() : [];
        if (rows == ValidationRows.Last || (rows == ValidationRows.Automatic && missing.Count == 0))
        {
            return last;
        }

        int heldOut = data.RowCount - trainingCount;
        return Select(data, rows == ValidationRows.Shuffled || !hasClasses ? Draw(data.RowCount, heldOut, ref random) : DrawByClass(data, heldOut, ref random)) with
        {
            AvoidedClasses = missing,
        };
    }

    /// <summary>Returns the classes of validation rows that no training row has, in ascending order.</summary>
    public IReadOnlyList<int> FindMissingClasses()
    {
        UnseenClasses classes = new(Validation);
        classes.Remove(Training);
        classes.EndPass();
        return classes.AfterPass;
    }

    private static DataSplit Select(TrainingData data, bool[] isHeldOut)
    {
        ILookup<bool, int> rows = Enumerable.Range(0, data.RowCount).ToLookup(row => isHeldOut[row]);
        return new DataSplit(data.Select([.. rows[false]]), data.Select([.. rows[true]]), []);
    }

    private static bool[] Draw(int rowCount, int heldOut, ref Xoshiro256 random)
    {
        bool[] isHeldOut = new bool[rowCount];
        Mark([.. Enumerable.Range(0, rowCount)], heldOut, isHeldOut, ref random);
        return isHeldOut;
    }

    private static bool[] DrawByClass(TrainingData data, int heldOut, ref Xoshiro256 random)
    {
        int[][] classes = [.. Enumerable.Range(0, data.RowCount).GroupBy(data.Targets.ClassOf).OrderBy(rows => rows.Key).Select(rows => rows.ToArray())];
        int[] counts = Apportion([.. classes.Select(rows => rows.Length)], heldOut);
        bool[] isHeldOut = new bool[data.RowCount];
        for (int i = 0; i < classes.Length; i++)
        {
            Mark(classes[i], counts[i], isHeldOut, ref random);
        }

        return isHeldOut;
    }

    private static void Mark(int[] rows, int count, bool[] isHeldOut, ref Xoshiro256 random)
    {
        random.Shuffle(rows);
        foreach (int row in rows.AsSpan(0, count))
        {
            isHeldOut[row] = true;
        }
    }

    // Largest remainders: each class gets its whole share, then one more row goes to the classes with the largest fractions, the first
    // class on ties. A class keeps at least one row to train on, so that the total may be smaller.
    private static int[] Apportion(int[] sizes, int total)
    {
        double rowCount = sizes.Sum(size => (double)size);
        double[] shares = Array.ConvertAll(sizes, size => size * (total / rowCount));
        int[] counts = [.. sizes.Select((size, i) => Math.Min((int)shares[i], size - 1))];
        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(i => shares[i] - Math.Floor(shares[i]))];
        for (int left = total - counts.Sum(), given = 1; left > 0 && given > 0;)
        {
            given = 0;
            foreach (int i in order.Where(i => counts[i] < sizes[i] - 1).Take(left).ToArray())
            {
                counts[i]++;
                given++;
            }

            left -= given;
        }

        return counts;
    }
}
