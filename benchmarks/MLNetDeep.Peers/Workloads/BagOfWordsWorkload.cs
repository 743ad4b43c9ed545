using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>
/// Trains a binary classifier on 25,000 random texts in the form of binary bags of words: each text has 100 of 10,000 words. The label is
/// true if more than half of the words are in the first half of the vocabulary.
/// </summary>
internal sealed class BagOfWordsWorkload(IComputeBackend backend) : TrainingWorkload(
    "bow-16x16",
    [new Dense(16, Activation.Relu), new Dense(16, Activation.Relu), new Dense(1, Activation.Sigmoid)],
    new Adam(),
    32,
    backend)
{
    private const int RowCount = 25_000;
    private const int VocabularySize = 10_000;
    private const int WordsPerRow = VocabularySize / 100;

    protected override TrainingData LoadData()
    {
        Random random = new(1);
        int[] rowStarts = [.. Enumerable.Range(0, RowCount + 1).Select(row => row * WordsPerRow)];
        int[] columns = new int[RowCount * WordsPerRow];
        float[] values = new float[columns.Length];
        float[] targets = new float[RowCount];
        Array.Fill(values, 1);
        SortedSet<int> words = [];
        for (int row = 0; row < RowCount; row++)
        {
            words.Clear();
            while (words.Count < WordsPerRow)
            {
                words.Add(random.Next(VocabularySize));
            }

            words.CopyTo(columns, row * WordsPerRow);
            targets[row] = words.Count(word => word < VocabularySize / 2) > WordsPerRow / 2 ? 1 : 0;
        }

        return new TrainingData(new SparseFeatures(rowStarts, columns, values, VocabularySize), new DenseTargets(targets));
    }
}
