using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>Makes random rows, the same in each run.</summary>
internal static class RandomRows
{
    /// <summary>The number of different words.</summary>
    public const int VocabularySize = 10_000;

    private const int BagCount = 25_000;
    private const int WordsPerBag = VocabularySize / 100;
    private const int PictureCount = 5_000;
    private const int PictureSize = 32 * 32 * 3;

    /// <summary>
    /// Creates 25,000 random texts in the form of binary bags of words: each text has 100 of 10,000 words. The label is 1 if more than half of
    /// the words are in the first half of the vocabulary.
    /// </summary>
    public static TrainingData CreateBagsOfWords()
    {
        Random random = new(1);
        int[] rowStarts = [.. Enumerable.Range(0, BagCount + 1).Select(row => row * WordsPerBag)];
        int[] columns = new int[BagCount * WordsPerBag];
        float[] values = new float[columns.Length];
        float[] targets = new float[BagCount];
        Array.Fill(values, 1);
        SortedSet<int> words = [];
        for (int row = 0; row < BagCount; row++)
        {
            words.Clear();
            while (words.Count < WordsPerBag)
            {
                words.Add(random.Next(VocabularySize));
            }

            words.CopyTo(columns, row * WordsPerBag);
            targets[row] = words.Count(word => word < VocabularySize / 2) > WordsPerBag / 2 ? 1 : 0;
        }

        return new TrainingData(new SparseFeatures(rowStarts, columns, values, VocabularySize), new DenseTargets(targets));
    }

    /// <summary>Creates 5,000 random pictures of 32 x 32 pixels with three channels, and random labels of ten classes.</summary>
    public static TrainingData CreateColourPictures()
    {
        Random random = new(1);
        float[] pixels = [.. Enumerable.Range(0, PictureCount * PictureSize).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, PictureCount).Select(_ => random.Next(10))];
        return new TrainingData(new DenseFeatures(pixels, PictureSize), labels);
    }

    /// <summary>
    /// Creates random texts in the form of word indices. The label is 1 if more than half of the words are in the first half of the vocabulary.
    /// </summary>
    public static TrainingData CreateTexts(int rows, int words)
    {
        Random random = new(1);
        int[] indices = [.. Enumerable.Range(0, rows * words).Select(_ => random.Next(VocabularySize))];
        float[] targets = [.. indices.Chunk(words).Select(text => text.Count(word => word < VocabularySize / 2) > words / 2 ? 1f : 0f)];
        return new TrainingData(new IndexFeatures(indices, words, VocabularySize), new DenseTargets(targets));
    }
}
