using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>
/// Binary classification of 25,000 binary bags of 10,000 words, 1% of them nonzero. The label says which half of the vocabulary is more
/// frequent.
/// </summary>
internal sealed class BagOfWordsWorkload() : TrainingWorkload(
    "bow-16x16",
    [new Dense(16, Activation.Relu), new Dense(16, Activation.Relu), new Dense(1, Activation.Sigmoid)],
    new Adam(),
    32)
{
    private const int Rows = 25_000;
    private const int Words = 10_000;
    private const int Nonzeros = Words / 100;

    protected override TrainingData Load()
    {
        Random random = new(1);
        int[] starts = [.. Enumerable.Range(0, Rows + 1).Select(row => row * Nonzeros)];
        int[] columns = new int[Rows * Nonzeros];
        float[] values = new float[columns.Length];
        float[] targets = new float[Rows];
        Array.Fill(values, 1);
        SortedSet<int> words = [];
        for (int row = 0; row < Rows; row++)
        {
            words.Clear();
            while (words.Count < Nonzeros)
            {
                words.Add(random.Next(Words));
            }

            words.CopyTo(columns, row * Nonzeros);
            targets[row] = words.Count(word => word < Words / 2) > Nonzeros / 2 ? 1 : 0;
        }

        return new TrainingData(new SparseFeatures(starts, columns, values, Words), new DenseTargets(targets));
    }
}
