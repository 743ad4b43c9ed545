using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>Makes scored views of given labels and scores, without a model.</summary>
internal static class ScoredViews
{
    /// <summary>Classes of keys without names. A label of null is missing.</summary>
    public static IDataView Multiclass(MLContext ml, IEnumerable<(int? Label, float[] Scores)> rows, int labelClasses, int scoreClasses)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(MulticlassRow));
        schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), labelClasses);
        schema["PredictedLabel"].ColumnType = new KeyDataViewType(typeof(uint), scoreClasses);
        schema["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, scoreClasses);
        return ml.Data.LoadFromEnumerable(
            rows.Select(row => new MulticlassRow
            {
                // In memory, keys count from 0, and a larger number than there are keys is a missing one.
                Label = (uint?)row.Label ?? uint.MaxValue,
                Score = row.Scores,
                PredictedLabel = (uint)Array.IndexOf(row.Scores, row.Scores.Max()),
            }).ToArray(),
            schema);
    }

    public static IDataView Binary(MLContext ml, IEnumerable<(bool Label, float Score, float Probability)> rows) =>
        ml.Data.LoadFromEnumerable(rows.Select(row => new BinaryRow
        {
            Label = row.Label,
            Score = row.Score,
            Probability = row.Probability,
            PredictedLabel = row.Score > 0,
        }).ToArray());

    public static IDataView Regression(MLContext ml, IEnumerable<(float Label, float Score)> rows) =>
        ml.Data.LoadFromEnumerable(rows.Select(row => new RegressionRow { Label = row.Label, Score = row.Score }).ToArray());

    /// <summary>The multiclass rows of scikit-learn's fixture.</summary>
    public static IDataView SklearnMulticlass(MLContext ml)
    {
        float[] scores = SklearnMetrics.Multiclass.Singles("scores");
        int[] labels = SklearnMetrics.Multiclass.Integers("labels");
        return Multiclass(ml, labels.Select((label, i) => ((int?)label, scores[(4 * i)..(4 * (i + 1))])), 4, 4);
    }

    /// <summary>The binary rows of scikit-learn's fixture.</summary>
    public static IDataView SklearnBinary(MLContext ml)
    {
        bool[] labels = [.. SklearnMetrics.Binary.GetProperty("labels").EnumerateArray().Select(label => label.GetBoolean())];
        float[] scores = SklearnMetrics.Binary.Singles("scores"), probabilities = SklearnMetrics.Binary.Singles("probabilities");
        return Binary(ml, labels.Select((label, i) => (label, scores[i], probabilities[i])));
    }

    /// <summary>The rows of numbers of scikit-learn's fixture.</summary>
    public static IDataView SklearnRegression(MLContext ml) =>
        Regression(ml, SklearnMetrics.Regression.Singles("labels").Zip(SklearnMetrics.Regression.Singles("scores")));

    internal sealed class MulticlassRow
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    internal sealed class BinaryRow
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    internal sealed class RegressionRow
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
