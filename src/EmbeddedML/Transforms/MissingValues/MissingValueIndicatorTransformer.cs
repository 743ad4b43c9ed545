using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Says of each value, or of each slot of vectors, whether it is missing: a real that is NaN, a key that is 0.</summary>
public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal MissingValueIndicatorTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns)
        : base(env.Register(nameof(MissingValueIndicatorTransformer)), columns)
    {
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, Columns);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(MissingValueIndicatorFormat.Version);
        SaveColumns(ctx);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        public Mapper(DataViewSchema inputSchema, IReadOnlyList<InputOutputColumnPair> columns) : base(inputSchema, columns)
        {
            foreach (DataViewSchema.Column input in Inputs)
            {
                if (!RawTypes.Invoke(input.Type.ItemTypeOrSelf().RawType, new HasMissingValues(input.Type.ItemTypeOrSelf())))
                    throw NoMissingValues(input);
            }
        }

        // ML.NET finds the test for missing values by reflection, which wraps the error.
        private static TargetInvocationException NoMissingValues(DataViewSchema.Column input)
        {
            string message = $"Values of the column '{input.Name}' cannot be missing, as it has {input.Type}.";
            return new TargetInvocationException(message, new InvalidOperationException(message));
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[column].Annotations, kind => kind == AnnotationKinds.SlotNames);
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            return new DataViewSchema.DetachedColumn(
                Columns[column].OutputColumnName, Inputs[column].Type.WithItemType(BooleanDataViewType.Instance), annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column)
            => RawTypes.Invoke(Inputs[column].Type.ItemTypeOrSelf().RawType, new GetterFactory(input, Inputs[column]));
    }

    private sealed class HasMissingValues(DataViewType type) : IRawTypeFunction<bool>
    {
        public bool Invoke<T>() => MissingValues.Predicate<T>(type) is not null;
    }

    private sealed class GetterFactory(DataViewRow input, DataViewSchema.Column column) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>()
        {
            Predicate<T> isMissing = MissingValues.Predicate<T>(column.Type.ItemTypeOrSelf())!;
            if (column.Type is VectorDataViewType)
                return (ValueGetter<VBuffer<bool>>)new MissingSlotsGetter<T>(input.GetGetter<VBuffer<T>>(column), isMissing).Get;
            ValueGetter<T> getter = input.GetGetter<T>(column);
            T value = default!;
            return (ValueGetter<bool>)((ref bool missing) =>
            {
                getter(ref value);
                missing = isMissing(value);
            });
        }
    }
}
