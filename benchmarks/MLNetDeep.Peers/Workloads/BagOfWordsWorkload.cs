using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>25,000 texts as binary bags of 10,000 words, of which 1% are lit, told apart by which half of the words is more frequent.</summary>
internal sealed class BagOfWordsWorkload() : TrainingWorkload(
    "bow-16x16",
    [new Dense(16, Activation.Relu), new Dense(16, Activation.Relu), new Dense(1, Activation.Sigmoid)],
    new Adam(),
    32)
{
    private const int Rows = 25_000;
    private const int Words = 10_000;
    private const int Lit = Words / 100;

    protected override TrainingData Load()
    {
        Random random = new(1);
        int[] starts = [.. Enumerable.Range(0, Rows + 1).Select(row => row * Lit)];
        int[] columns = new int[Rows * Lit];
        float[] values = new float[columns.Length];
        float[] targets = new float[Rows];
        Array.Fill(values, 1);
        SortedSet<int> words = [];
        for (int row = 0; row < Rows; row++)
        {
            words.Clear();
            while (words.Count < Lit)
            {
                words.Add(random.Next(Words));
            }

            words.CopyTo(columns, row * Lit);
            targets[row] = words.Count(word => word < Words / 2) > Lit / 2 ? 1 : 0;
        }

        return new TrainingData(new SparseFeatures(starts, columns, values, Words), new DenseTargets(targets));
    }
}
