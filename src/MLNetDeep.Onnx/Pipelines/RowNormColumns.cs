using System.Collections;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Onnx;

/// <summary>
/// Writes ML.NET's NormalizeLpNorm and NormalizeGlobalContrast. ML.NET's own form leaves out the scale, takes the largest value where the
/// transformer takes the largest magnitude, and divides by a norm of 0.
/// </summary>
/// <remarks>
/// x' = s (x - m) / n: m is the mean of the row, or 0; n is the norm of x - m, or the standard deviation of the row; s is the scale. If n is
/// 0, x' = s (x - m). If s / n is below 1e-8, x' = x - m.
/// </remarks>
internal static class RowNormColumns
{
    private const double LowestFactor = 1e-8;

    /// <summary>Adds the columns.</summary>
    /// <param name="step">The transformer.</param>
    /// <param name="columns">The columns that it makes.</param>
    /// <param name="pipeline">The graph.</param>
    /// <exception cref="NotSupportedException">This version of ML.NET keeps the options in another way.</exception>
    public static void Write(PipelineStep step, IReadOnlyList<string> columns, OnnxPipeline pipeline)
    {
        PipelineGraph graph = new(step.Component, pipeline);
        object[] options = [.. Options(step)];
        foreach (string column in columns)
        {
            DataViewSchema.Column input = step.Input.Schema[step.Dependencies(new HashSet<string> { column }).Single()];

            // A column that is made twice is the one that is made last.
            object option = options.Last(item => Field<string>(step, item, "Name") == column);
            graph.AddColumn(new DataViewSchema.DetachedColumn(step.Output.Schema[column]), Scale(step, option, Flat(graph, input), graph.Graph));
        }

        graph.Commit();
    }

    private static string Flat(PipelineGraph graph, DataViewSchema.Column input) =>
        graph.Graph.Reshape(graph.Input(input), -1, ((VectorDataViewType)input.Type).Size);

    private static string Scale(PipelineStep step, object option, string row, OnnxGraph graph)
    {
        LpNormNormalizingEstimatorBase.NormFunction function = Field<LpNormNormalizingEstimatorBase.NormFunction>(step, option, "Norm");
        bool isCentred = Field<bool>(step, option, "EnsureZeroMean");
        string scale = graph.Constant("scale", Field<float>(step, option, "Scale"));
        string centred = isCentred || function == LpNormNormalizingEstimatorBase.NormFunction.StandardDeviation
            ? graph.Add("Sub", [row, graph.ReduceMean(row, keepDimensions: true, 1)])
            : row;
        string norm = Norm(function, centred, graph);
        string isPositive = graph.Add("Greater", [norm, graph.Constant("zero", 0)]);
        string factor = graph.Add("Where", [isPositive, graph.Add("Div", [scale, norm]), scale]);
        string isTooSmall = graph.Add("Less", [factor, graph.Constant("lowest", LowestFactor)]);
        factor = graph.Add("Where", [isTooSmall, graph.Constant("one", 1), factor]);
        return graph.Add("Mul", [isCentred ? centred : row, factor]);
    }

    private static string Norm(LpNormNormalizingEstimatorBase.NormFunction function, string row, OnnxGraph graph) => function switch
    {
        LpNormNormalizingEstimatorBase.NormFunction.L1 => graph.ReduceSum(graph.Add("Abs", [row]), keepDimensions: true, 1),
        LpNormNormalizingEstimatorBase.NormFunction.L2 =>
            graph.Add("Sqrt", [graph.ReduceSum(graph.Add("Mul", [row, row]), keepDimensions: true, 1)]),
        LpNormNormalizingEstimatorBase.NormFunction.StandardDeviation =>
            graph.Add("Sqrt", [graph.ReduceMean(graph.Add("Mul", [row, row]), keepDimensions: true, 1)]),
        _ => graph.ReduceMax(graph.Add("Abs", [row]), keepDimensions: true, 1),
    };

    // ML.NET keeps the options of each column where only its own code reads them.
    private static IEnumerable<object> Options(PipelineStep step) =>
        (typeof(LpNormNormalizingTransformer).GetProperty("Columns", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(step.Transformer)
            as IEnumerable)?.Cast<object>() ?? throw Unknown(step);

    private static T Field<T>(PipelineStep step, object option, string name) =>
        option.GetType().GetField(name)?.GetValue(option) is T value ? value : throw Unknown(step);

    private static NotSupportedException Unknown(PipelineStep step) =>
        new($"{step.Component} cannot be converted to ONNX: this version of ML.NET does not say its options.");
}
