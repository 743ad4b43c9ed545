using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>
/// Reads a view into the engine's form. Rows without a label, or with a feature or weight that is not finite, are passed
/// over and counted, as ML.NET's trainers do.
/// </summary>
internal sealed class TrainingDataReader(DataViewSchema.Column features, LabelColumn label, DataViewSchema.Column? weight)
{
    /// <exception cref="InvalidOperationException">No row is left to train with.</exception>
    public TrainingData Read(IDataView view, IChannel channel)
    {
        int featureCount = ((VectorDataViewType)features.Type).Size;
        var collected = new FeatureCollector(featureCount, view.GetRowCount());
        GrowingArray<float>? weights = weight is null ? null : new();
        long skipped = 0;

        DataViewSchema.Column[] columns = weight is { } weightColumn ? [features, label.Column, weightColumn] : [features, label.Column];
        LabelCollector labels;
        using (DataViewRowCursor cursor = view.GetRowCursor(columns))
        {
            labels = label.CreateCollector(cursor);
            ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
            ValueGetter<float>? getWeight = weight is { } column ? cursor.GetGetter<float>(column) : null;
            VBuffer<float> row = default;
            float rowWeight = 1;
            while (cursor.MoveNext())
            {
                getFeatures(ref row);
                getWeight?.Invoke(ref rowWeight);
                if (!labels.Read() || !float.IsFinite(rowWeight) || !IsFinite(row.GetValues()))
                {
                    skipped++;
                    continue;
                }
                if (rowWeight < 0)
                    throw new InvalidOperationException($"The weight in column '{weight!.Value.Name}' (row {cursor.Position}) is {rowWeight}; it must be at least 0.");
                collected.Add(row);
                labels.Keep();
                weights?.Add(rowWeight);
            }
        }
        if (skipped > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} rows with a missing label or a value that is not finite.", skipped);
        if (collected.RowCount == 0)
            throw new InvalidOperationException("Training set has 0 instances, aborting training.");
        return new TrainingData(collected.ToMatrix(), labels.ToTargets(), weights?.Items ?? default);
    }

    private static bool IsFinite(ReadOnlySpan<float> values) => TensorPrimitives.IsFiniteAll<float>(values);
}
