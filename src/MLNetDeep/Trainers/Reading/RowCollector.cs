using System.Buffers;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Gathers rows for the engine: features, labels, and weights where there are any.</summary>
internal sealed class RowCollector(FeatureMatrixBuilder features, LabelCollector labels, bool hasWeights)
{
    private readonly ArrayBufferWriter<float>? _weights = hasWeights ? new() : null;

    public int RowCount => features.RowCount;

    /// <summary>Reads the label of the current row; false where it is missing.</summary>
    public bool ReadLabel() => labels.Read();

    /// <summary>Keeps a row, with the label that was read.</summary>
    public void Add(in VBuffer<float> row, float weight)
    {
        if (row.IsDense)
        {
            features.Add(row.GetValues());
        }
        else
        {
            features.Add(row.GetIndices(), row.GetValues());
        }

        KeepTarget(weight);
    }

    /// <summary>Keeps a row of bytes times a scale, with the label that was read.</summary>
    public void AddBytes(ReadOnlySpan<byte> row, float scale, float weight)
    {
        features.AddBytes(row, scale);
        KeepTarget(weight);
    }

    /// <summary>Forgets the rows, but not their memory.</summary>
    public void Clear()
    {
        features.Clear();
        labels.Clear();
        _weights?.ResetWrittenCount();
    }

    /// <summary>The rows, in the memory in which they were gathered.</summary>
    public TrainingData ToData() => new(features.ToMatrix(), labels.ToTargets(), _weights?.WrittenMemory ?? default);

    private void KeepTarget(float weight)
    {
        labels.Keep();
        _weights?.Write([weight]);
    }
}
