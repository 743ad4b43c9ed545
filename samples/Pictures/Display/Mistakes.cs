using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Pictures;

/// <summary>Finds the most confident mistakes of a network.</summary>
internal static class Mistakes
{
    /// <summary>Returns the mistakes with the highest predicted probability, the highest first.</summary>
    /// <param name="predictions">The test pictures with the columns Label and Score and the pixel column.</param>
    /// <param name="data">Names the pixel column.</param>
    /// <param name="count">The largest number of mistakes to return.</param>
    public static IReadOnlyList<Mistake> Find(IDataView predictions, PictureData data, int count)
    {
        DataViewSchema.Column label = predictions.Schema["Label"];
        DataViewSchema.Column score = predictions.Schema["Score"];
        DataViewSchema.Column pixels = predictions.Schema[data.PixelColumn];
        PriorityQueue<Mistake, float> mistakes = new();
        using DataViewRowCursor cursor = predictions.GetRowCursor([label, score, pixels]);
        ValueGetter<uint> getLabel = cursor.GetGetter<uint>(label);
        ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(score);
        ValueGetter<VBuffer<byte>> getPixels = cursor.GetGetter<VBuffer<byte>>(pixels);
        uint key = 0;
        VBuffer<float> probabilities = default;
        VBuffer<byte> values = default;
        while (cursor.MoveNext())
        {
            getLabel(ref key);
            getScore(ref probabilities);
            int predicted = TensorPrimitives.IndexOfMax(probabilities.GetValues());
            float probability = probabilities.GetValues()[predicted];
            if (predicted + 1 == key || (mistakes.Count == count && probability <= mistakes.Peek().Probability))
            {
                continue;
            }

            getPixels(ref values);
            mistakes.Enqueue(new Mistake([.. values.DenseValues()], (int)key - 1, predicted, probability), probability);
            if (mistakes.Count > count)
            {
                mistakes.Dequeue();
            }
        }

        return [.. mistakes.UnorderedItems.Select(item => item.Element).OrderByDescending(mistake => mistake.Probability)];
    }
}
