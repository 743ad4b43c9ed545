using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Brings the values of columns of reals to a common scale.</summary>
public sealed partial class NormalizingTransformer : OneToOneTransformerBase
{
    private readonly ColumnNormalizer[] _normalizers;

    internal NormalizingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, ColumnNormalizer[] normalizers)
        : base(env.Register(nameof(NormalizingTransformer)), columns)
        => _normalizers = normalizers;

    /// <summary>What has been learned for a column.</summary>
    /// <param name="index">The position of the column among those that are normalized.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public NormalizerModelParametersBase GetNormalizerModelParameters(int index)
    {
        if (index < 0 || index >= _normalizers.Length)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"It must be 0 to {_normalizers.Length - 1}.");
        return _normalizers[index].Parameters;
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(NormalizerFormat.Version);
        SaveColumns(ctx);
        NormalizerFormat.Save(ctx, _normalizers);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column cannot be normalized.</exception>
    internal static void CheckType(DataViewSchema.Column column)
    {
        DataViewType itemType = column.Type.ItemTypeOrSelf();
        bool isReal = itemType.Equals(NumberDataViewType.Single) || itemType.Equals(NumberDataViewType.Double);
        if (!isReal || column.Type.ValueCount() == 0)
            throw ColumnErrors.WrongType("inputSchema", "input", column.Name, "scalar or known-size vector of Single or Double", column.Type.ToString()!);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly NormalizingTransformer _parent;

        public Mapper(DataViewSchema inputSchema, NormalizingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _parent = parent;
            foreach (DataViewSchema.Column input in Inputs)
                CheckType(input);
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            annotations.Add(Inputs[column].Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(
                Columns[column].OutputColumnName, _parent._normalizers[column].InputType, annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column) => _parent._normalizers[column].CreateGetter(input, Inputs[column]);
    }
}
