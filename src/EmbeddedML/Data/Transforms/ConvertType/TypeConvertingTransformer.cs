using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Converts columns to another type: single values, or each slot of vectors.</summary>
public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    private readonly TypeConversion[] _conversions;

    internal TypeConvertingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, TypeConversion[] conversions)
        : base(env.Register(nameof(TypeConvertingTransformer)), columns)
    {
        if (columns.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(columns), "At least one column is needed.");
        _conversions = conversions;
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(TypeConvertingFormat.Version);
        SaveColumns(ctx);
        foreach (TypeConversion conversion in _conversions)
            TypeConvertingFormat.Save(ctx, conversion);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly (PrimitiveDataViewType Type, ValueConversion Conversion)[] _results;

        public Mapper(DataViewSchema inputSchema, TypeConvertingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _results = new (PrimitiveDataViewType, ValueConversion)[Inputs.Count];
            for (int i = 0; i < _results.Length; i++)
            {
                TypeConversion conversion = parent._conversions[i];
                _results[i] = conversion.For(Inputs[i].Type.ItemTypeOrSelf()) ?? throw ColumnErrors.WrongType(
                    nameof(inputSchema), "input", Inputs[i].Name, $"a type that can be converted to {conversion.Kind}", Inputs[i].Type.ToString()!);
            }
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            DataViewSchema.Column input = Inputs[column];
            PrimitiveDataViewType itemType = _results[column].Type;
            DataViewType type = input.Type is VectorDataViewType vector ? new VectorDataViewType(itemType, vector.Dimensions) : itemType;
            DataViewType inputItemType = input.Type.ItemTypeOrSelf();
            var annotations = new DataViewSchema.Annotations.Builder();
            if (type is VectorDataViewType { IsKnownSize: true })
                annotations.Add(input.Annotations, kind => kind == AnnotationKinds.SlotNames);
            if (inputItemType is KeyDataViewType && itemType is KeyDataViewType)
                annotations.Add(input.Annotations, kind => kind == AnnotationKinds.KeyValues);
            if (inputItemType is NumberDataViewType && itemType is NumberDataViewType)
                annotations.Add(input.Annotations, kind => kind == AnnotationKinds.IsNormalized);
            if (input.Type is BooleanDataViewType && itemType is NumberDataViewType)
                annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            return new DataViewSchema.DetachedColumn(Columns[column].OutputColumnName, type, annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column)
        {
            (PrimitiveDataViewType type, ValueConversion conversion) = _results[column];
            DataViewType inputType = Inputs[column].Type;
            if (type.RawType == inputType.ItemTypeOrSelf().RawType)
                return SourceGetters.Of(input, Inputs[column]);
            return inputType is VectorDataViewType ? conversion.CreateVectorGetter(input, Inputs[column]) : conversion.CreateGetter(input, Inputs[column]);
        }
    }
}
