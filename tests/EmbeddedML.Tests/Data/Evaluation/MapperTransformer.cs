using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>A transformer for tests that adds columns to rows; it cannot be saved.</summary>
internal sealed class MapperTransformer(Func<DataViewSchema, RowMapper> bind) : ITransformer
{
    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new RowBinding(bind(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input) => new MappedView(input, bind(input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowBinding(bind(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
}
