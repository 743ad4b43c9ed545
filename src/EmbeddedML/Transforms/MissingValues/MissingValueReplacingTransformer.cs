using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Puts a value in the place of missing reals.</summary>
public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string AcceptedTypes = "Single or Double, or vectors of them";

    private readonly ColumnReplacement[] _replacements;

    internal MissingValueReplacingTransformer(IHost host, IReadOnlyList<InputOutputColumnPair> columns, ColumnReplacement[] replacements)
        : base(host, columns)
        => _replacements = replacements;

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(MissingValueReplacingFormat.Version);
        SaveColumns(ctx);
        foreach (ColumnReplacement replacement in _replacements)
            replacement.Save(ctx.Writer);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is not one of reals.</exception>
    internal static void CheckType(DataViewSchema.Column column)
    {
        DataViewType itemType = column.Type.ItemTypeOrSelf();
        if (!itemType.Equals(NumberDataViewType.Single) && !itemType.Equals(NumberDataViewType.Double))
            throw ColumnErrors.WrongType("inputSchema", "input", column.Name, AcceptedTypes, column.Type.ToString()!);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly MissingValueReplacingTransformer _parent;

        public Mapper(DataViewSchema inputSchema, MissingValueReplacingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _parent = parent;
            for (int i = 0; i < Inputs.Count; i++)
            {
                CheckType(Inputs[i]);
                if (!parent._replacements[i].CanReplaceIn(Inputs[i].Type))
                    throw ColumnErrors.WrongType(nameof(inputSchema), "input", Inputs[i].Name, parent._replacements[i].Type.ToString()!, Inputs[i].Type.ToString()!);
            }
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[column].Annotations, kind => kind is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
            return new DataViewSchema.DetachedColumn(Columns[column].OutputColumnName, Inputs[column].Type, annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column) => _parent._replacements[column].CreateGetter(input, Inputs[column]);
    }
}
