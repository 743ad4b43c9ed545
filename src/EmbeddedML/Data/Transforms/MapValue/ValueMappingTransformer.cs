using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Maps values, or each slot of vectors, to what a map gives for them. What the map does not have gives the default
/// value, or an empty vector where the map gives vectors.
/// </summary>
public class ValueMappingTransformer : OneToOneTransformerBase
{
    private readonly byte[] _storedMap;

    internal ValueMappingTransformer(IHostEnvironment env, ValueMap map, IReadOnlyList<InputOutputColumnPair> columns)
        : base(env.Register(nameof(ValueMappingTransformer)), columns)
    {
        Map = map;
        _storedMap = ValueMappingFormat.Store(Host, map);
    }

    internal ValueMap Map { get; }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, Columns, Map);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(ValueMappingFormat.Version);
        SaveColumns(ctx);
        ValueMappingFormat.Save(ctx, _storedMap);
    }

    private sealed class Mapper(DataViewSchema inputSchema, IReadOnlyList<InputOutputColumnPair> columns, ValueMap map)
        : OneToOneRowMapper(inputSchema, columns)
    {
        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            StoredColumn values = map.Values;
            DataViewType type = values.Type;
            if (Inputs[column].Type is VectorDataViewType)
            {
                if (map.HasVectors)
                    throw ValueMap.BothVectors(Inputs[column].Name);
                // As in ML.NET the size is not kept, and keys are mere numbers, although with the annotations of keys.
                type = new VectorDataViewType(RawTypes.PrimitiveTypeOf(type.RawType)!);
            }
            return new DataViewSchema.DetachedColumn(Columns[column].OutputColumnName, type, values.Annotations);
        }

        protected override Delegate CreateGetter(DataViewRow input, int column) => map.CreateGetter(input, Inputs[column]);
    }
}
