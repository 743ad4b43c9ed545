using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Onnx;

/// <summary>
/// The part of a pipeline that is exported: the output columns, the transformers that compute them, and the input columns that those read.
/// </summary>
internal sealed class PipelinePlan
{
    private readonly IDataView _last;

    private PipelinePlan(IDataView root, IDataView last, IReadOnlyList<PipelineStep> steps)
    {
        Root = root;
        _last = last;
        Steps = steps;
    }

    /// <summary>The data that the graph takes: the columns that are its inputs, and no rows.</summary>
    public IDataView Root { get; }

    /// <summary>The columns that are the graph's outputs, in order.</summary>
    public DataViewSchema Outputs => _last.Schema;

    /// <summary>The transformers that are exported.</summary>
    public IReadOnlyList<PipelineStep> Steps { get; }

    /// <summary>Plans the export.</summary>
    /// <exception cref="NotSupportedException">A component has no ONNX form, or an input has a type that ONNX does not have.</exception>
    /// <exception cref="ArgumentException">The options name a column that the pipeline does not make.</exception>
    public static PipelinePlan Create(ITransformer model, DataViewSchema inputSchema, OnnxPipelineOptions options)
    {
        IReadOnlyList<PipelineStep> all = PipelineStep.Apply(model, new SchemaView(inputSchema));
        PipelineStep[] steps = [.. all.Skip(First(all, options.From))];
        if (steps.Length == 0)
        {
            throw new ArgumentException("The pipeline has no transformers to export.", nameof(model));
        }

        DataViewSchema end = steps[^1].Output.Schema;
        HashSet<string> needed = [.. options.Outputs.IsDefaultOrEmpty ? DefaultOutputs(steps) : options.Outputs];
        if (needed.Count == 0)
        {
            throw new ArgumentException("The pipeline makes no columns. Set Outputs of OnnxPipelineOptions to the columns that are outputs.", nameof(model));
        }

        DataViewSchema outputs = Select(end, needed);
        List<(PipelineStep Step, HashSet<string> Needed)> used = [];
        foreach (PipelineStep step in steps.Reverse().Where(step => !step.PassesThrough(needed)))
        {
            used.Insert(0, (step, needed));
            needed = [.. step.Dependencies(needed)];
        }

        SchemaView root = new(Select(steps[0].Input.Schema, needed));
        OnnxColumnTypes.Check(root.Schema);
        return new PipelinePlan(root, Wrap(root, used, outputs), [.. used.Select(item => item.Step)]);
    }

    /// <summary>Returns a transformer that ML.NET's converter can convert.</summary>
    public ITransformer ToTransformer() => new PlannedTransformer(_last);

    private static int First(IReadOnlyList<PipelineStep> steps, string? from)
    {
        if (from is null)
        {
            return 0;
        }

        int first = 1 + Enumerable.Range(0, steps.Count).LastOrDefault(i => steps[i].Adds(from), -1);
        return first > 0
            ? first
            : throw new ArgumentException($"From is '{from}', but no transformer of the pipeline makes this column.", nameof(OnnxPipelineOptions.From));
    }

    private static IEnumerable<string> DefaultOutputs(PipelineStep[] steps)
    {
        int first = Array.FindLastIndex(steps, step => step.IsPredictor);
        return steps[^1].Output.Schema.Select(column => column.Name)
            .Where(column => steps.Skip(Math.Max(0, first)).Any(step => step.Adds(column)));
    }

    // Returns the visible columns with these names.
    private static DataViewSchema Select(DataViewSchema schema, IReadOnlySet<string> columns)
    {
        DataViewSchema.Builder builder = new();
        foreach (string missing in columns.Where(column => column is null || schema.GetColumnOrNull(column) is null))
        {
            throw new ArgumentException($"Outputs has the column '{missing}', which the pipeline does not make.", nameof(OnnxPipelineOptions.Outputs));
        }

        foreach (DataViewSchema.Column column in schema.Where(column => !column.IsHidden && columns.Contains(column.Name)))
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }

        return builder.ToSchema();
    }

    private static IDataView Wrap(IDataView root, List<(PipelineStep Step, HashSet<string> Needed)> used, DataViewSchema outputs)
    {
        IDataView last = root;
        for (int i = 0; i < used.Count; i++)
        {
            (PipelineStep step, HashSet<string> needed) = used[i];
            WrongForms.Refuse(step, needed);
            IReadOnlyList<IDataView> views = step.Views();
            foreach (IDataView view in views)
            {
                // Within a transformer of several views, only the last one's columns are known to be needed.
                bool isEnd = ReferenceEquals(view, step.Output);
                string[] checkedColumns = isEnd ? [.. needed] : [];
                DataViewSchema schema = isEnd && i == used.Count - 1 ? outputs : view.Schema;
                string[] added = [.. checkedColumns.Where(step.Adds)];
                last = new CheckedView(view, step.Component, last, schema, checkedColumns, added, OwnForm(step, added));
            }
        }

        return last;
    }

    // ML.NET's ONNX form of MapKeyToValue does not support values of bytes, rounds doubles to floats, and gives a missing key a value of its own.
    // Its forms of NormalizeLpNorm and NormalizeGlobalContrast compute other values with some options.
    private static Action<OnnxPipeline>? OwnForm(PipelineStep step, string[] added) => step.Transformer switch
    {
        KeyToValueMappingTransformer => pipeline => KeyValueColumns.Write(step, added, pipeline),
        LpNormNormalizingTransformer => pipeline => RowNormColumns.Write(step, added, pipeline),
        _ => null,
    };

    // ConvertToOnnx transforms the data and walks back through the views.
    private sealed class PlannedTransformer(IDataView view) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => view.Schema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException("The transformer is only converted.");

        public IDataView Transform(IDataView input) => view;

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("The transformer is only converted.");
    }
}
