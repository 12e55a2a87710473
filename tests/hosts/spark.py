"""Runs the manual's line for Spark, in local mode.

usage: spark.py RECIPE INPUT OUTPUT      RECIPE: a file with one statement that makes `clean` of `records`
"""

import sys

from pyspark import SparkConf, SparkContext

recipe, source, target = sys.argv[1:]
settings = SparkConf().setMaster("local[2]").setAppName("winnow").set("spark.ui.enabled", "false")
settings = settings.set("spark.driver.bindAddress", "127.0.0.1").set("spark.driver.host", "127.0.0.1")
spark = SparkContext(conf=settings)
spark.setLogLevel("OFF")
with open(source, encoding="utf-8") as file:
    records = spark.parallelize(file.read().splitlines(), 8)
names = {"records": records}
with open(recipe, encoding="utf-8") as file:
    statement = file.read()
exec(statement, names)
with open(target, "w", encoding="utf-8") as file:
    file.writelines(line + "\n" for line in names["clean"].collect())

# A job with a wrong option fails, it does not give less.
try:
    exec(statement.replace("-f jsonl", "-f jsonl --level 9"), names)
    names["clean"].count()
except Exception as error:
    assert "pipe" in str(error).lower(), error
else:
    sys.exit("a failing winnow did not fail the job")
spark.stop()
