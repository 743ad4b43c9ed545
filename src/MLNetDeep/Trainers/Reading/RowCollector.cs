using System.Buffers;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Collects rows for the training engine: features, labels, and example weights if the data have them.</summary>
internal sealed class RowCollector(FeatureRows features, LabelCollector labels, bool hasWeights)
{
    private readonly ArrayBufferWriter<float>? _weights = hasWeights ? new() : null;

    public int RowCount => features.RowCount;

    /// <summary>Reads the label of the current row; returns false if the label is missing.</summary>
    public bool ReadLabel() => labels.Read();

    /// <summary>Adds a row, with the label that was read last.</summary>
    public void Add(in VBuffer<float> row, float weight)
    {
        features.Add(row);
        KeepTarget(weight);
    }

    /// <summary>Adds a row of indices, with the label that was read last.</summary>
    public void AddIndices(IndexReader reader, float weight)
    {
        features.AddIndices(reader);
        KeepTarget(weight);
    }

    /// <summary>Adds a row of bytes times a scale, with the label that was read last.</summary>
    public void AddBytes(ReadOnlySpan<byte> row, float scale, float weight)
    {
        features.AddBytes(row, scale);
        KeepTarget(weight);
    }

    /// <summary>Removes the rows but keeps the buffers.</summary>
    public void Clear()
    {
        features.Clear();
        labels.Clear();
        _weights?.ResetWrittenCount();
    }

    /// <summary>Returns the rows without copying them.</summary>
    public TrainingData ToData() => new(features.ToMatrix(), labels.ToTargets(), _weights?.WrittenMemory ?? default);

    private void KeepTarget(float weight)
    {
        labels.Keep();
        _weights?.Write([weight]);
    }
}
