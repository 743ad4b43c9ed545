using Microsoft.ML;

namespace MLNetDeep.Onnx;

/// <summary>One transformer of a pipeline, with the view that it was applied to and the one that it returned.</summary>
/// <param name="Transformer">The transformer.</param>
/// <param name="Input">The view before it.</param>
/// <param name="Output">The view after it.</param>
internal sealed record PipelineStep(ITransformer Transformer, IDataView Input, IDataView Output)
{
    /// <summary>The name of the transformer's type, with that of the type around it.</summary>
    public string Component => Transformer.GetType() is { DeclaringType: { } outer } type ? $"{NameOf(outer)}.{NameOf(type)}" : NameOf(Transformer.GetType());

    /// <summary>Whether the transformer predicts: it is what a trainer returned.</summary>
    public bool IsPredictor => Transformer is ISingleFeaturePredictionTransformer<object>;

    /// <summary>Applies the transformers of a model to a view, one after the other.</summary>
    public static IReadOnlyList<PipelineStep> Apply(ITransformer model, IDataView data)
    {
        List<PipelineStep> steps = [];
        foreach (ITransformer transformer in Flatten(model))
        {
            IDataView output = transformer.Transform(data);
            steps.Add(new PipelineStep(transformer, data, output));
            data = output;
        }

        return steps;
    }

    /// <summary>Whether the transformer makes a column. It may hide one of the same name.</summary>
    public bool Adds(string column) => Count(Output.Schema, column) > Count(Input.Schema, column);

    /// <summary>Whether the columns are the same after the transformer as before it, because it adds none of them.</summary>
    public bool PassesThrough(IEnumerable<string> columns) => HasKnownColumns && !columns.Any(Adds);

    /// <summary>Returns the columns that columns of the output are computed from.</summary>
    /// <exception cref="NotSupportedException">The transformer does not compute each row by itself.</exception>
    public IReadOnlySet<string> Dependencies(IReadOnlySet<string> columns)
    {
        if (!Transformer.IsRowToRowMapper)
        {
            throw new NotSupportedException($"{Component} cannot be converted to ONNX: it does not compute each row by itself.");
        }

        DataViewSchema schema = Output.Schema;
        return Transformer.GetRowToRowMapper(Input.Schema)
            .GetDependencies(schema.Where(column => !column.IsHidden && columns.Contains(column.Name)))
            .Select(column => column.Name)
            .ToHashSet();
    }

    /// <summary>Returns the views from the input, without it, to the output.</summary>
    /// <exception cref="NotSupportedException">The views are not connected.</exception>
    public IReadOnlyList<IDataView> Views()
    {
        List<IDataView> views = [];
        for (IDataView? view = Output; !ReferenceEquals(view, Input); view = OnnxViews.SourceOf(view))
        {
            views.Insert(0, view ?? throw new NotSupportedException($"{Component} cannot be converted to ONNX: ML.NET has no ONNX form for it."));
        }

        return views;
    }

    // Components of ML.NET and MLNetDeep that make a column add it to those of the input. Others may do as they like.
    private bool HasKnownColumns =>
        Transformer is RowTransformer || Transformer.GetType().Assembly.GetName().Name!.StartsWith("Microsoft.ML", StringComparison.Ordinal);

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static int Count(DataViewSchema schema, string column) => schema.Count(other => other.Name == column);

    private static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
