using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Scales each vector by a norm of its own.</summary>
public sealed class LpNormNormalizingTransformer : OneToOneTransformerBase
{
    internal const string AcceptedType = "known-size vector of Single";

    private readonly IReadOnlyList<LpNormNormalizingEstimatorBase.ColumnOptions> _options;

    internal LpNormNormalizingTransformer(IHostEnvironment env, IReadOnlyList<LpNormNormalizingEstimatorBase.ColumnOptions> options)
        : base(env.Register(nameof(LpNormNormalizingTransformer)), options.Select(o => o.Pair).ToArray())
        => _options = options;

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(LpNormNormalizingFormat.Version);
        SaveColumns(ctx);
        LpNormNormalizingFormat.Save(ctx, _options);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly LpNormNormalizingTransformer _parent;

        public Mapper(DataViewSchema inputSchema, LpNormNormalizingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _parent = parent;
            foreach (DataViewSchema.Column input in Inputs)
            {
                if (input.Type is not VectorDataViewType { IsKnownSize: true } vector || !vector.ItemType.Equals(NumberDataViewType.Single))
                    throw ColumnErrors.WrongType(nameof(inputSchema), "input", input.Name, AcceptedType, input.Type.ToString()!);
            }
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[column].Annotations, kind => kind == AnnotationKinds.SlotNames);
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            return new DataViewSchema.DetachedColumn(Columns[column].OutputColumnName, Inputs[column].Type, annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column)
        {
            ValueGetter<VBuffer<float>> getter = input.GetGetter<VBuffer<float>>(Inputs[column]);
            LpNormNormalizingEstimatorBase.ColumnOptions options = _parent._options[column];
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                getter(ref value);
                VectorNorms.Normalize(ref value, options);
            });
        }
    }
}
