using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Computes added columns for several rows in one call.</summary>
internal interface IRowBatchMapper
{
    /// <summary>The number of rows per call that is computed fastest per row.</summary>
    int PreferredBatchSize { get; }

    /// <summary>Creates the batch for one cursor.</summary>
    /// <param name="input">The cursor from which rows are read ahead.</param>
    IRowBatch CreateBatch(DataViewRow input);
}
