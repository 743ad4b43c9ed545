using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

/// <summary>A network in ONNX Runtime.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly NetworkSpec _spec;
    private readonly OnnxOptions _options;

    public OnnxRun(Network network, OnnxOptions options)
    {
        (_spec, _options) = (network.Spec, options);
        using MemoryStream file = new();
        network.SaveOnnx(file, options);
        using SessionOptions session = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(file.ToArray(), session);
    }

    /// <summary>The inputs by name, each with its type and its shape.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>The output.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>Returns the outputs for all rows, with their lengths if the model takes lengths.</summary>
    public float[] Predict(FeatureMatrix features)
    {
        int[] shape = [features.RowCount, .. _spec.InputShape];
        List<NamedOnnxValue> inputs = [Rows(features, shape)];
        if (_options.LengthsName is { } name)
        {
            long[] lengths = [.. Enumerable.Range(0, features.RowCount).Select(row => (long)features.LengthOf(row))];
            inputs.Add(NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(lengths, [lengths.Length])));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run(inputs);
        return [.. results.Single().AsEnumerable<float>()];
    }

    public void Dispose() => _session.Dispose();

    private NamedOnnxValue Rows(FeatureMatrix features, int[] shape)
    {
        int columns = features.ColumnCount;
        if (features is IndexFeatures)
        {
            int[] indices = new int[features.RowCount * columns];
            for (int row = 0; row < features.RowCount; row++)
            {
                features.CopyIndices(row, indices.AsSpan(row * columns, columns));
            }

            long[] whole = Array.ConvertAll(indices, index => (long)index);
            return NamedOnnxValue.CreateFromTensor(_options.InputName, new DenseTensor<long>(whole, shape));
        }

        float[] values = new float[features.RowCount * columns];
        for (int row = 0; row < features.RowCount; row++)
        {
            features.CopyRow(row, values.AsSpan(row * columns, columns));
        }

        return NamedOnnxValue.CreateFromTensor(_options.InputName, new DenseTensor<float>(values, shape));
    }
}
