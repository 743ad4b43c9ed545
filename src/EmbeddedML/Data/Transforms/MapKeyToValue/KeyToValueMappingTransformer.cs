using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Maps keys to the values for which they stand, as the annotation "KeyValues" says. A missing key maps to the missing or default value.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal KeyToValueMappingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns)
        : base(env.Register(nameof(KeyToValueMappingTransformer)), columns)
    {
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, Columns);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(KeyToValueMappingFormat.Version);
        SaveColumns(ctx);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly PrimitiveDataViewType[] _valueTypes;
        private readonly KeyLookup[] _lookups;

        public Mapper(DataViewSchema inputSchema, IReadOnlyList<InputOutputColumnPair> columns) : base(inputSchema, columns)
        {
            _valueTypes = Inputs.Select(FindValueType).ToArray();
            _lookups = Inputs.Zip(_valueTypes, (input, type) => RawTypes.Invoke(type.RawType, new LookupFactory(input))).ToArray();
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[column].Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(
                Columns[column].OutputColumnName, Inputs[column].Type.WithItemType(_valueTypes[column]), annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column) => _lookups[column].CreateGetter(input);

        private static PrimitiveDataViewType FindValueType(DataViewSchema.Column input)
        {
            if (SchemaAnnotationsExtensions.AnnotationType(input, AnnotationKinds.KeyValues) is not VectorDataViewType values)
                throw new InvalidOperationException($"The keys of the column '{input.Name}' have no annotation '{AnnotationKinds.KeyValues}'.");
            ulong keys = input.Type.ItemTypeOrSelf() is KeyDataViewType key ? key.Count : 0;
            if ((ulong)values.Size != keys)
                throw new InvalidOperationException($"The column '{input.Name}' has {keys} keys, but values for {values.Size}.");
            return values.ItemType;
        }
    }

    private sealed class LookupFactory(DataViewSchema.Column input) : IRawTypeFunction<KeyLookup>
    {
        public KeyLookup Invoke<TValue>() => new KeyLookup<TValue>(input);
    }
}
